/**
 * Where the SDK keeps the endpoints that a service names, for which no function of ours asks. The bundle of every handler
 * has this in place of `mnemonist/lru-cache`, whose entries it makes room for beforehand: 2 KB less to load, gzipped.
 */
export default class EndpointCache extends Map<string, unknown> {
  constructor(_capacity: number) {
    super();
  }

  peek(key: string): unknown {
    return this.get(key);
  }
}
