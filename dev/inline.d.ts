/** A file imported as a data URL, which is how tests in workerd come by one. */
declare module '*?inline' {
  const url: string;
  export default url;
}
