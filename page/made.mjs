// Files made from others, which are committed: written, or with --check compared with what is there.
import { readFile, writeFile } from "node:fs/promises";

const isCheck = process.argv.includes("--check");

export async function put(path, text) {
  if (!isCheck) return writeFile(path, text);
  const there = await readFile(path, "utf-8").catch(() => "");
  if (there === text) return;
  console.error(`${path}: not what its sources make; run npm run made`);
  process.exitCode = 1;
}
