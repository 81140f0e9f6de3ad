/** The package ships no types; this is its one export. */
declare module 'sentencex' {
  export default function segment(language: string, text: string): string[];
}
