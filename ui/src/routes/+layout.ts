// A static client: nothing is rendered on a server, everything starts here.
export const ssr = false;
export const prerender = false;
