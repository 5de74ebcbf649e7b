/** The package has no types of its own. Version 1.7.0: two functions over two lists in memory. */
declare module 'freemail' {
  const freemail: { isFree(email: string): boolean; isDisposable(email: string): boolean };
  export default freemail;
}
