/** What the template `tendril-image/templates/tendril` calls what it makes: all names derive from the Tendril's id. */
export function tendrilName(tendrilId: string): string {
  return `vintner-${tendrilId}`;
}

/** Where ECS runs the Tendril. */
export function tendrilService(tendrilId: string, region: string) {
  return { region, cluster: tendrilName(tendrilId), service: tendrilName(tendrilId) };
}
