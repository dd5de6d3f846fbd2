// Every address of the API in one table. Private to the room; the page for users is
// docs/reference/api.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/target.h"

namespace api {

enum class Method { get, post };

enum class Route {
  status,           ///< GET  /v1/status
  feeds,            ///< GET  /v1/feeds
  feed,             ///< GET  /v1/feeds/{id}
  alerts,           ///< GET  /v1/alerts?limit&watch&channel&since
  alerts_atom,      ///< GET  /v1/alerts.atom?channel
  deliveries,       ///< GET  /v1/deliveries?limit&state&channel
  delivery_stream,  ///< GET  /v1/deliveries/stream, server-sent events for an agent
  delivery,         ///< GET  /v1/deliveries/{key}
  reload,           ///< POST /v1/reload
  refresh_all,      ///< POST /v1/feeds/refresh
  refresh,          ///< POST /v1/feeds/{id}/refresh
  test_channel,     ///< POST /v1/channels/{name}/test
  retry,            ///< POST /v1/deliveries/{key}/retry
  discard,          ///< POST /v1/deliveries/{key}/discard
  settle,  ///< POST /v1/deliveries/{key}/settle {"shown": bool, "error": ""}, an agent's word
  backup,  ///< POST /v1/backup, answered by the copy itself
};

struct Found {
  Route route = Route::status;
  std::string name;  ///< what stood for {id}, {key} or {name}
};

/// Nothing where there is no such address for the method.
[[nodiscard]] std::optional<Found> find_route(Method method, const Target& target);

}  // namespace api
