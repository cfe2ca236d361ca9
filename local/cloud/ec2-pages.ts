import type { AwsAnswer, AwsRequest, AwsService } from "./aws-request.ts";
import { awsError } from "./aws-error.ts";
import type { CloudClient } from "./cloud-client.ts";
import type { Sessions } from "./sessions.ts";

/** The lists that moto gives whole, whatever `MaxResults` says; by action the element that holds the items. */
const sets: Readonly<Record<string, string>> = {
  DescribeSubnets: "subnetSet",
  DescribeVpcs: "vpcSet",
  DescribeSecurityGroups: "securityGroupInfo",
};

/** EC2's lists page by page, as EC2 gives them to who asks for `MaxResults`; the rest is moto's. */
export function createEc2Pages(moto: CloudClient, sessions: Sessions): AwsService {
  return async (request) => {
    const set = sets[request.action];
    const form = new URLSearchParams(request.body.toString());
    const maxResults = form.get("MaxResults");
    if (set === undefined || maxResults === null) return "pass";
    const most = Number(maxResults);
    if (!Number.isInteger(most) || most < 5 || most > 1000) {
      return awsError(request, "InvalidParameterValue", `Value ( ${maxResults} ) for parameter maxResults is invalid.`);
    }
    const start = placeOf(form.get("NextToken"));
    if (start === undefined) return awsError(request, "InvalidNextToken", "The token is not valid.");
    return cut(await whole(request, form, moto, sessions), set, start, most);
  };
}

async function whole(
  { action, region, accessKeyId }: AwsRequest,
  form: URLSearchParams,
  moto: CloudClient,
  sessions: Sessions,
): Promise<string> {
  const parameters = Object.fromEntries(form);
  for (const name of ["Action", "Version", "MaxResults", "NextToken"]) delete parameters[name];
  return moto.inAccount(sessions.principalOf(accessKeyId).account).query("ec2", action, parameters, region);
}

function cut(xml: string, set: string, start: number, most: number): AwsAnswer {
  const headers = { "content-type": "text/xml;charset=UTF-8" };
  const [before, inside, after] = split(xml, set);
  const items = itemsOf(inside);
  const end = start + most;
  const next = end < items.length ? `<nextToken>${Buffer.from(`place ${end}`).toString("base64url")}</nextToken>` : "";
  return {
    status: 200,
    headers,
    body: `${before}${items.slice(start, end).join("")}${after.replace(`</${set}>`, `</${set}>${next}`)}`,
  };
}

function placeOf(token: string | null): number | undefined {
  if (token === null) return 0;
  const [, place] = /^place (\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  return place === undefined ? undefined : Number(place);
}

function split(xml: string, set: string): readonly [string, string, string] {
  const start = xml.indexOf(`<${set}>`);
  const end = xml.lastIndexOf(`</${set}>`);
  if (start < 0 || end < 0) return [xml, "", ""];
  const inside = start + set.length + 2;
  return [xml.slice(0, inside), xml.slice(inside, end), xml.slice(end)];
}

/** The items of a set, whole, with the items that they hold themselves. */
function itemsOf(xml: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: tag, index } of xml.matchAll(/<\/?item>/g)) {
    if (tag === "<item>" && depth++ === 0) start = index;
    if (tag === "</item>" && --depth === 0) items.push(xml.slice(start, index + tag.length));
  }
  return items;
}
