#include "api/errors.h"

#include "api/json.h"

namespace api {
namespace {

int status_for(base::Cause cause) {
  switch (cause) {
    case base::Cause::invalid:
      return 400;
    case base::Cause::not_found:
      return 404;
    case base::Cause::denied:
      return 403;
    case base::Cause::limit:
      return 429;
    case base::Cause::unavailable:
    case base::Cause::cancelled:
      return 503;
  }
  return 500;
}

}  // namespace

Reply error_reply(int status, std::string_view message) {
  return {status, "application/json", error_json(message)};
}

Reply error_reply(const base::Error& error) {
  return error_reply(status_for(error.cause), error.message);
}

Reply no_such_address(Method asked, const Target& target) {
  const bool asked_get = asked == Method::get;
  if (find_route(asked_get ? Method::post : Method::get, target)) {
    return error_reply(405, target.path + (asked_get ? " wants POST" : " wants GET"));
  }
  return error_reply(404, "there is no " + target.path + " here");
}

}  // namespace api
