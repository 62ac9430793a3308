const policy = {
  'default-src': "'self'",
  // React and the zoom write style attributes.
  'style-src': "'self' 'unsafe-inline'",
  // `blob:` is how a page shows a scan before it is sent.
  'img-src': "'self' blob: data:",
  'worker-src': "'self' blob:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
};

/** Headers of a page: it loads from this origin only, is framed by nobody and calls no one outside the house. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`)
    .join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
};
