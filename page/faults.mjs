// Plants the faults of faults.json, one at a time, in copies of the sources, and tells which of them
// no test sees. A fault is {file, find, replace, why}; what it finds stands in its file once. It is
// looked for by the unit tests of what it touches or, where it has a `test`, by this test of a
// reader's page in Chromium, with the page's script made anew.
//
//   npm run faults                      all of them
//   npm run faults -- model/table       only faults in whose file or reason this stands
//   npm run faults -- --check           only whether each fault still has its place
//
// PYTHON in the environment names the interpreter, if it is not that of .venv.

import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { transform } from "esbuild";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..");
const PYTHON = process.env.PYTHON ?? join(ROOT, ".venv/bin/python");
const ASIDE = ["node_modules", ".git", ".venv", "__pycache__"];
const VITEST = "node_modules/.bin/vitest --bail=1 --no-isolate --pool=threads --passWithNoTests";
// At least so many of a hundred faults are seen in each folder.
const LEAST = 90;

const args = process.argv.slice(2);
const isCheck = args.includes("--check");
const [only = ""] = args.filter((word) => !word.startsWith("--"));

const faults = JSON.parse(await readFile(join(HERE, "faults.json"), "utf8"));
const asked = faults.filter(({ file, why }) => `${file}: ${why}`.includes(only));
const stale = (await Promise.all(asked.map(placeless))).flat();
if (stale.length) stop(`not in their files once, or no script any more:\n${stale.join("\n")}`);
if (isCheck) process.exit(0);

const tests = [...new Set(asked.flatMap(({ test }) => test ?? []))];
const areSound =
  !(await fails(`${VITEST} run`, HERE)) && !(tests.length && (await fails(pytest(tests), ROOT)));
if (!areSound) stop("the tests fail without a fault");

const waiting = [...asked];
const survivors = [];
await Promise.all(Array.from({ length: Math.min(2, availableParallelism(), asked.length) }, work));
report();

// A fault that cannot be planted; one that no longer parses would be seen by everybody.
async function placeless(fault) {
  const text = await readFile(join(HERE, fault.file), "utf8");
  if (text.split(fault.find).length !== 2) return [named(fault)];
  try {
    await transform(planted(text, fault), { loader: "ts", logLevel: "silent" });
    return [];
  } catch {
    return [named(fault)];
  }
}

function planted(text, { find, replace }) {
  return text.split(find).join(replace);
}

function stop(words) {
  console.error(words);
  process.exit(1);
}

// Takes faults from the list, each into a tree of its own and out again.
async function work() {
  const tree = await mkdtemp(join(tmpdir(), "faults-"));
  const page = join(tree, "page");
  await copied(asked.some(({ test }) => test) ? "." : "page", tree);
  await copied("tests/data/page", tree);
  await symlink(join(HERE, "node_modules"), join(page, "node_modules"));
  try {
    for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
      const path = join(page, fault.file);
      const text = await readFile(path, "utf8");
      await writeFile(path, planted(text, fault));
      if (!(await isSeen(fault, tree))) survivors.push(fault);
      await writeFile(path, text);
    }
  } finally {
    await rm(tree, { recursive: true });
  }
}

function copied(folder, tree) {
  const filter = (path) => !ASIDE.some((name) => path.endsWith(`/${name}`));
  return cp(join(ROOT, folder), join(tree, folder), { recursive: true, filter });
}

async function isSeen({ file, test }, tree) {
  if (!test) return fails(`${VITEST} related --run ${file}`, join(tree, "page"));
  if (await fails("node build.mjs", join(tree, "page"))) return true;
  return fails(pytest([test]), tree);
}

function pytest(tests) {
  const named = tests.map((test) => `'${test}'`).join(" ");
  return `${PYTHON} -m pytest -n 0 -q -x -p no:cacheprovider ${named}`;
}

// One is the status of tests that failed; any other, of tests that were not run.
function fails(line, cwd) {
  const env = { ...process.env, PYTHONPATH: cwd };
  return new Promise((resolve) => {
    spawn(line, { cwd, env, shell: true, stdio: "ignore" }).on("close", (code) => {
      if (code > 1) stop(`${line}: ended with ${code}`);
      resolve(code === 1);
    });
  });
}

function named({ file, find, replace, why }) {
  return `${file}: ${why}\n  - ${find}\n  + ${replace}`;
}

function report() {
  for (const fault of survivors) console.log(`not seen: ${named(fault)}`);
  const folders = new Set(asked.map(({ file }) => file.split("/")[0]));
  for (const folder of folders) {
    const [all, lived] = [asked, survivors].map(
      (some) => some.filter(({ file }) => file.startsWith(folder)).length,
    );
    console.log(`${folder}: ${all - lived} of ${all} faults are seen`);
    if (100 * (all - lived) < LEAST * all) process.exitCode = 1;
  }
}
