// Where a story's reader is: which step, and what the map shows beside it.

// How far down the free part of the window a heading is when its step begins.
const BEGINS = 0.45;

export interface Room {
  // What is not covered by what stays where it is, in pixels from the window's top.
  top: number;
  bottom: number;
}

// The last whose heading has come far enough, from 0; before the first, -1. `tops` are the headings'.
export function stepAt(tops: readonly number[], { top, bottom }: Room): number {
  const line = top + BEGINS * (bottom - top);
  return tops.findLastIndex((at) => at <= line);
}

// Of an address's fragment, or of what holds the story.
export function stepOf(fragment: string, count: number): number {
  const [, number] = /^#?step-(\d+)$/.exec(fragment) ?? [];
  return number && Number(number) <= count ? Number(number) - 1 : -1;
}

export function fragmentOf(step: number): string {
  return step < 0 ? "" : `step-${step + 1}`;
}

// A frame in an article wants so much.
const NARROW_PX = 640;
const HEIGHTS_PX = { story: 600, "story-narrow": 640 };

export type StoryLayout = keyof typeof HEIGHTS_PX;

export function storyLayout(width: number): StoryLayout {
  return width > NARROW_PX ? "story" : "story-narrow";
}

export function storyHeight(layout: StoryLayout): number {
  return HEIGHTS_PX[layout];
}
