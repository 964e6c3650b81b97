import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Base64 that only who has the key can read: AES-256-GCM under a key derived from `key`, with a nonce derived from the content,
 * so that the same content always looks the same.
 */
export function seal(data: string, key: string): string {
  const plain = Buffer.from(data, 'base64');
  const nonce = derive(key, 'nonce', plain).subarray(0, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', derive(key, 'key'), nonce);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64');
}

/** What was sealed with `key`; throws for anything else, so that only what is signed by us may come here. */
export function unseal(text: string, key: string): string {
  const bytes = Buffer.from(text, 'base64');
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(-TAG_BYTES)];
  const decipher = createDecipheriv('aes-256-gcm', derive(key, 'key'), nonce).setAuthTag(tag);
  const sealed = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('base64');
}

function derive(key: string, purpose: string, content: Buffer = Buffer.alloc(0)): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n`).update(content).digest();
}
