#include "api/actions.h"

#include <boost/json/serialize.hpp>

#include "api/errors.h"
#include "api/json.h"

namespace api {
namespace json = boost::json;
namespace {

inline constexpr std::size_t max_agent_error = 1000;  ///< bytes of what an agent says went wrong

Reply done(const base::Status& status) {
  return status ? Reply{200, "application/json", R"({"done":true})"} : error_reply(status.error());
}

Reply refresh(Control& control, std::string_view feed) {
  const auto count = control.refresh(feed);
  if (!count) {
    return error_reply(count.error());
  }
  return {200, "application/json", json::serialize(json::object{{"feeds", *count}})};
}

Reply test_channel(Control& control, std::string_view name) {
  const auto keys = control.test_channel(name);
  if (!keys) {
    return error_reply(keys.error());
  }
  return {200,
          "application/json",
          json::serialize(json::object{{"deliveries", json::array(keys->begin(), keys->end())}})};
}

Reply settle(Control& control,
             std::string_view key,
             std::string_view user,
             const json::object& body) {
  const json::value* shown = body.if_contains("shown");
  const json::value* error = body.if_contains("error");
  if (shown == nullptr || !shown->is_bool() || (error != nullptr && !error->is_string())) {
    return error_reply(400, R"(settle wants {"shown": true or false, "error": "why not"})");
  }
  std::string why;
  if (error != nullptr) {
    why = std::string_view(error->get_string());
  }
  if (why.size() > max_agent_error) {
    return error_reply(400,
                       "the error is longer than " + std::to_string(max_agent_error) + " bytes");
  }
  return done(control.settle_for_agent(user, key, shown->get_bool(), why));
}

}  // namespace

Reply act(const Found& what, std::string_view body, std::string_view user, Control& control) {
  const auto read = parse_object(body.empty() ? "{}" : body);
  if (!read) {
    return error_reply(400, "the body is " + read.error().message);
  }
  switch (what.route) {
    case Route::reload:
      return done(control.reload());
    case Route::refresh_all:
      return refresh(control, "");
    case Route::refresh:
      return refresh(control, what.name);
    case Route::test_channel:
      return test_channel(control, what.name);
    case Route::retry:
      return done(control.retry(what.name));
    case Route::discard:
      return done(control.discard(what.name));
    case Route::settle:
      return settle(control, what.name, user, *read);
    default:
      return error_reply(404, "there is no such action");
  }
}

}  // namespace api
