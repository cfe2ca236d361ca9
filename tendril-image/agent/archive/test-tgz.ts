import { gzipSync } from "node:zlib";
import { Header, type HeaderData, Pax } from "tar";

export interface TgzEntry {
  readonly path: string;
  /** @default "File" */
  readonly type?: HeaderData["type"];
  readonly content?: string | Buffer;
  readonly linkpath?: string;
  readonly mode?: number;
}

/** A `.tgz` with whatever entries a test needs, also those that no `tar` would write. */
export function tgz(entries: readonly TgzEntry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.flatMap(blocks), Buffer.alloc(1024)]));
}

function blocks({ path, type = "File", content = "", linkpath, mode = 0o644 }: TgzEntry): Buffer[] {
  const bytes = Buffer.from(content);
  const facts = { path, type, size: bytes.length, mode, ...(linkpath !== undefined && { linkpath }) };
  const header = new Header(facts);
  const block = Buffer.alloc(512);
  header.encode(block, 0);
  const long = header.needPax ? [new Pax({ path }).encode()] : [];
  return [...long, block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}
