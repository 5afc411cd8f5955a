import { expect, test } from "vitest";
import { snippet } from "./snippet.ts";

test("the lines are compact, sandboxed, titled, of a height of their own, and let files through", () => {
  const lines = snippet("https://example.org/map.html#site=shuya", "Shuya");
  expect(lines).toMatch(/^<iframe src="https:\/\/example.org\/map.html#site=shuya" /);
  expect(lines).toContain('name="infmap-compact"');
  expect(lines).toContain('title="Shuya"');
  expect(lines).toMatch(/sandbox="allow-scripts [^"]*allow-downloads"/);
  expect(lines).not.toContain("allow-same-origin");
  expect(lines).toContain('height="500"');
});

test("no address and no title breaks out, and all of it is ASCII", () => {
  const lines = snippet(`https://x.org/"><script>&'`, 'Östliche "Orte" <b>\u{1f5fa}');
  expect(lines).not.toMatch(/<script|<b>/);
  expect(lines.match(/"/g)).toHaveLength(18);
  expect(lines).toMatch(/^[ -~]*$/);
  expect(lines).toContain("&#214;stliche &quot;Orte&quot; &lt;b&gt;&#128506;");
  expect(lines).toContain("https://x.org/&quot;&gt;&lt;script&gt;&amp;&#x27;");
});
