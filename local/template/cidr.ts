/** `Fn::Cidr`: the first `count` blocks with `hostBits` host bits inside an IPv4 block. */
export function cidrBlocks(block: string, count: number, hostBits: number): readonly string[] {
  const [address = "", prefix = "32"] = block.split("/");
  const start = address.split(".").reduce((number, part) => number * 256 + Number(part), 0);
  const size = 2 ** hostBits;
  if (count * size > 2 ** (32 - Number(prefix))) throw new Error(`${block} has no room for ${count} blocks of ${size}`);
  return Array.from({ length: count }, (_, n) => `${dotted(start + n * size)}/${32 - hostBits}`);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}
