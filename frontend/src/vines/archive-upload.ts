import { archiveMaxBytes } from "../../../lambdas/contract/vine.ts";
import { unreachable } from "../api/problem.ts";
import { trellis } from "../api/trellis.ts";

/** Why a file cannot be an archive, in words that go on after its name; undefined when it can. */
export function whyNotArchive({ name, size }: Pick<File, "name" | "size">): string | undefined {
  if (!/\.(tgz|tar\.gz)$/i.test(name)) return "is no .tgz: tar -czf vine.tgz -C <folder> . packs a root module";
  if (size === 0) return "is empty";
  if (size > archiveMaxBytes) {
    return `has ${(size / 2 ** 20).toFixed(1)} MB, more than the ${archiveMaxBytes / 2 ** 20} that an archive may have`;
  }
  return undefined;
}

/** In lower-case hexadecimals, as the API names archives. */
export async function sha256Of(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Uploads an archive and answers its SHA-256. `onProgress` hears which part of it, 0 to 1, has left. Throws an
 * ApiProblem, or an Error in words for people.
 */
export async function uploadArchive(file: File, onProgress: (part: number) => void): Promise<string> {
  const sha256 = await sha256Of(await file.arrayBuffer());
  const { upload_url: url, headers } = await trellis.createArchive(sha256, file.size);
  await put(url, headers, file, onProgress);
  return sha256;
}

/** The browser sets these by itself and lets nobody else do so. */
const ownHeaders: readonly string[] = ["host", "content-length"];

/** fetch does not tell how far an upload is. */
function put(
  url: string,
  headers: Readonly<Record<string, string>>,
  file: File,
  onProgress: (part: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sender = new XMLHttpRequest();
    sender.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) {
      if (!ownHeaders.includes(name.toLowerCase())) sender.setRequestHeader(name, value);
    }
    sender.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    sender.addEventListener("load", () => {
      if (sender.status < 300) resolve();
      else reject(new Error(`The bucket refused the archive with status ${sender.status}. Choose the file again.`));
    });
    sender.addEventListener("error", () => reject(unreachable(undefined)));
    sender.send(file);
  });
}
