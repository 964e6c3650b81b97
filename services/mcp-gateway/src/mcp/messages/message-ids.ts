import {
  CancelledNotificationSchema,
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';

/** The ids of the requests in a body, which may be a batch. */
export function requestIds(body: unknown): RequestId[] {
  return messages(body)
    .filter((message) => isJSONRPCRequest(message))
    .map(({ id }) => id);
}

/** The ids of the requests that a body takes back. */
export function cancelledIds(body: unknown): RequestId[] {
  return messages(body)
    .map((message) => CancelledNotificationSchema.safeParse(message).data?.params.requestId)
    .filter((id) => id !== undefined);
}

/** The id of the request that a message answers. */
export function repliedId(message: JSONRPCMessage): RequestId | undefined {
  return isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message) ? message.id : undefined;
}

function messages(body: unknown): unknown[] {
  return Array.isArray(body) ? body : [body];
}
