const credentials = /([a-z][a-z0-9+.-]*:\/\/)([^\s/@:]*):([^\s/@]*)@/gi;
const signature =
  /([?&](?:X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|password|token|secret)=)[^&\s"]+/gi;

/**
 * Takes passwords and signatures out of every URL in a text, for logs and error words. The user name,
 * host and path stay: they are what one needs to find a wrong address.
 */
export function maskUrl(text: string): string {
  return text.replace(credentials, '$1$2:***@').replace(signature, '$1***');
}
