#include "api/route_table.h"

#include <array>

#include "base/text.h"

namespace api {
namespace {

struct Row {
  Method method;
  std::string_view pattern;  ///< "*" stands for one segment that is not empty
  Route route;
};

// The first row that fits is taken: a delivery's key is never "stream".
constexpr std::array rows = {
    Row{Method::get, "v1/status", Route::status},
    Row{Method::get, "v1/feeds", Route::feeds},
    Row{Method::get, "v1/feeds/*", Route::feed},
    Row{Method::get, "v1/alerts", Route::alerts},
    Row{Method::get, "v1/alerts.atom", Route::alerts_atom},
    Row{Method::get, "v1/deliveries", Route::deliveries},
    Row{Method::get, "v1/deliveries/stream", Route::delivery_stream},
    Row{Method::get, "v1/deliveries/*", Route::delivery},
    Row{Method::post, "v1/reload", Route::reload},
    Row{Method::post, "v1/feeds/refresh", Route::refresh_all},
    Row{Method::post, "v1/feeds/*/refresh", Route::refresh},
    Row{Method::post, "v1/channels/*/test", Route::test_channel},
    Row{Method::post, "v1/deliveries/*/retry", Route::retry},
    Row{Method::post, "v1/deliveries/*/discard", Route::discard},
    Row{Method::post, "v1/deliveries/*/settle", Route::settle},
    Row{Method::post, "v1/backup", Route::backup},
};

std::optional<Found> fit(const Row& row, const Target& target) {
  const auto pattern = base::split(row.pattern, '/');
  if (pattern.size() != target.segments.size()) {
    return std::nullopt;
  }
  Found found{row.route, {}};
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::string& segment = target.segments[i];
    if (pattern[i] == "*" && !segment.empty()) {
      found.name = segment;
    } else if (pattern[i] != segment) {
      return std::nullopt;
    }
  }
  return found;
}

}  // namespace

std::optional<Found> find_route(Method method, const Target& target) {
  for (const Row& row : rows) {
    if (row.method != method) {
      continue;
    }
    if (auto found = fit(row, target)) {
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace api
