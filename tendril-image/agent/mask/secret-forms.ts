/** A secret shorter than this is not masked: its forms would turn up by chance. */
const shortestChars = 8;

/** Every way in which a secret may turn up in a line: as it is, escaped, encoded. Longest first. */
export function secretForms(secret: string): string[] {
  const parts = secret.split(/\r?\n/).filter((part) => part.length >= shortestChars);
  const forms = new Set(
    parts.flatMap((part) => [part, ...escapedForms(part), ...base64Forms(part), ...hexForms(part)]),
  );
  if (parts.length > 1) for (const form of [...escapedForms(secret), ...base64Forms(secret)]) forms.add(form);
  return [...forms].filter((form) => form.length >= shortestChars).sort((a, b) => b.length - a.length);
}

function escapedForms(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  // Go's encoder, and so Terraform's, also escapes these three.
  const goJson = json.replaceAll(/[<>&]/g, (character) => `\\u00${hexOf(character)}`);
  const url = encodeURIComponent(secret.toWellFormed());
  const urls = [url, escaping(url, /[!'()~]/g), escaping(url, /[!'()*]/g), escaping(url, /[!'()*~]/g)];
  const forms = urls.flatMap((form) => [form, form.replaceAll("%20", "+")]);
  const lowerCase = forms.map((form) => form.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()));
  return [json, goJson, json.replaceAll("/", "\\/"), ...forms, ...lowerCase];
}

/** Escapes what `encodeURIComponent` leaves alone; a browser's form, Go and RFC 3986 each differ in which. */
function escaping(url: string, characters: RegExp): string {
  return url.replaceAll(characters, (character) => `%${hexOf(character).toUpperCase()}`);
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, "0");
}

/**
 * Inside a longer text that was encoded as a whole, a secret starts at one of three places of a base64 group. Each
 * gives other characters; those that also depend on its neighbours are left out.
 */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const standard = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const first = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(first, end);
  });
  return standard.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_"), encodeURIComponent(form)]);
}

function hexForms(secret: string): string[] {
  const hex = Buffer.from(secret).toString("hex");
  return [hex, hex.toUpperCase()];
}
