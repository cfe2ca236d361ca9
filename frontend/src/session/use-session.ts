import { createContext, useContext, useSyncExternalStore } from "react";
import { takeCredentialsFrom } from "../api/request.ts";
import { SessionStore, type Session } from "./session.ts";

export const sessionStore = new SessionStore(window.sessionStorage, () => Date.now());
takeCredentialsFrom({
  token: () => sessionStore.current?.token,
  refused: (token) => sessionStore.refused(token),
});

/** The session of this tab, or undefined when nobody is signed in. */
export function useCurrentSession(): Session | undefined {
  return useSyncExternalStore(sessionStore.subscribe, () => sessionStore.current);
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** The session, for pages that are only shown to who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error("This part of the page needs a signed-in person");
  return session;
}
