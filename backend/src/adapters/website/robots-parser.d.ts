/** Version 3.0.1 exports one function; the package's own types say something else to NodeNext. */
declare module 'robots-parser' {
  const robotsParser: (
    url: string,
    text: string,
  ) => { isDisallowed(url: string, userAgent?: string): boolean | undefined };
  export default robotsParser;
}
