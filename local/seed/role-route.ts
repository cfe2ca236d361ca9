import { jsonAnswer, type HttpAnswer } from "../gateway/http-answer.ts";
import { problem } from "../gateway/local-routes.ts";
import { identityRoleSchema, setUpIdentityRole, SetupRefusedError, type IdentityRoleOptions } from "./identity-role.ts";

/** `POST /local/cloud-identities/{id}/role`; what the API says of the identity's set-up is passed on. */
export function createRoleRoute(options: IdentityRoleOptions) {
  return async (identityId: string, request: unknown): Promise<HttpAnswer> => {
    const asked = identityRoleSchema.parse(request);
    try {
      const role = await setUpIdentityRole(identityId, asked, options);
      return role === undefined
        ? problem("INVALID_REQUEST", "Only an AWS account is set up here; the other clouds trust this machine already.")
        : jsonAnswer(200, role);
    } catch (error) {
      if (!(error instanceof SetupRefusedError)) throw error;
      return { ...jsonAnswer(error.status, {}, "application/problem+json"), body: error.body };
    }
  };
}
