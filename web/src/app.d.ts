/** Types that SvelteKit asks for, and how pages reach the API in process (the server puts it there). */
declare global {
  var longtable: { fetch(request: Request): Response | Promise<Response> } | undefined;
  namespace App {
    interface Error {
      message: string;
    }
    interface PageState {
      /** The element of this page was added a moment ago, by whoever sees it. */
      isNew?: boolean;
    }
  }
}

export {};
