// Serves the page for all scenarios, and stops when they are done.

import { serve } from "./server.mjs";

export default async function () {
  const server = await serve();
  process.env.STEPWISE_URL = server.url;
  return () => server.close();
}
