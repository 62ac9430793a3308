/** A test by vitest project, file and name. */
export const test = (project, file) => (name) => ({ project, file, name });
