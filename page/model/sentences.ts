// What sentences are made of, as infmap/looks/sentences.py has it: numbers with their nouns, whose
// a thing is, short names.

const WITH_THE = /^(United |Soviet |(Philippines|Netherlands|Maldives|Bahamas)$)/;
const LETTERS: Record<string, string> = { "United States": "the US", "United Kingdom": "the UK" };

// The letters of a headline that takes three lines at most, in every window.
const MOST_LETTERS = 145;

// The first form of a headline that fits, or else the last.
export function fitting<Form>(forms: Form[], wordsOf: (form: Form) => string = String): Form {
  return forms.find((form) => [...wordsOf(form)].length <= MOST_LETTERS) ?? forms[forms.length - 1];
}

export function countText(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

// The indefinite article before some words, as they are spoken: letters that are spelt have one of
// their own.
export function article(words: string): string {
  const isSpelt = /^[A-Z](?=\d)|^[A-Z]+(?![a-z])/.test(words);
  return (isSpelt ? /^[AEFHILMNORSX8]/ : /^[AEIOU8]/i).test(words) ? "an" : "a";
}

// "Russia's", "the US", "the Soviet Union's".
export function possessive(state: string): string {
  if (Object.hasOwn(LETTERS, state)) return LETTERS[state];
  const name = WITH_THE.test(state) ? `the ${state}` : state;
  return name.endsWith("s") ? `${name}'` : `${name}'s`;
}

// A site's name for a headline: without what stands in brackets or after a comma.
export function titleName(name: string): string {
  return name.split(/ \(|, /)[0] || name;
}
