// Stands in for the network: every request is answered at once, by a real Response.
let body = "";

/** What is answered from now on. */
export const answer = (text) => {
  body = text;
};

export const fetch = async () => new Response(body, { headers: { "content-type": "application/json" } });
