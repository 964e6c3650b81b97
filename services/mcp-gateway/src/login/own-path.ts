const OWN = /^\/(?:[\w-][\w.~%/-]*)?$/;

/** Where a browser goes on after its login: only a path of this gateway's, whatever it was told; the first page otherwise. */
export function ownPath(wanted: string | null | undefined): string {
  return wanted && OWN.test(wanted) ? wanted : '/';
}
