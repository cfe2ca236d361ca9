/** What a template's AWS::Lambda::Function says that matters here. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** Folder of the unpacked asset. */
  readonly codeDir: string;
  /** `<module>.<export>`, such as `index.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
}
