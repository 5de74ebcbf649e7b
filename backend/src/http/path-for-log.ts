/** A path as the log may hold it: what is no word, number or id (an address that somebody put there) is left out. */
export function pathForLog(url: string): string {
  const [path = ''] = url.split('?');
  return path
    .split('/')
    .map((segment) => (/^[\w.-]*$/.test(segment) ? segment : '…'))
    .join('/');
}
