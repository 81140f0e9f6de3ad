import { useEffect } from 'preact/hooks';

/** The window's title while a page is shown. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · Nuggets`;
  }, [title]);
}
