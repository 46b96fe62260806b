// The same keys on the other keyboard layout; the table is the one of obih/ui/layout.py.
const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?";
const CYRILLIC = "’йцукенгшщзхїфівапролджєячсмитьбю.₴ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,";

export function toCyrillic(text) {
  return [...text].map((letter) => CYRILLIC[LATIN.indexOf(letter)] || letter).join("");
}
