import { listed, ok } from '../http/answer.ts';
import { define, type Route, signedIn } from '../http/route.ts';
import { roleOfUser, visibleRepositories } from '../state/access.ts';
import { forbidden, notFound } from '../state/problem.ts';
import { findUser } from '../state/users.ts';
import { viewRepository } from '../views/repository.ts';
import { viewProfile } from '../views/user.ts';

export const userRoutes: readonly Route[] = [
  define('GET /user', (call) => {
    const { user, app } = signedIn(call);
    if (app) throw forbidden('Resource not accessible by integration');
    return ok(viewProfile(call.world, user));
  }),
  define('GET /users/{username}', (call) => {
    const user = findUser(call.world, call.params['username'] ?? '');
    if (!user) throw notFound();
    return ok(viewProfile(call.world, user));
  }),
  define('GET /user/repos', (call) => {
    const { user } = signedIn(call);
    const items = visibleRepositories(call.world, call.viewer).filter(
      (repository) => roleOfUser(repository, user) !== null,
    );
    return listed(call, { items, render: (item) => viewRepository(call.world, item, call.viewer) });
  }),
];
