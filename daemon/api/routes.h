// What each read-only address answers, from a store::Reader alone: the server and a CLI without a
// daemon give the same JSON. Pure but for the reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/control.h"
#include "base/time.h"
#include "store/store.h"

namespace api {

struct Reply {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
};

inline constexpr std::size_t max_listed = 1000;  ///< alerts or deliveries in one answer

/// `target` with its query ("/v1/alerts?limit=10&watch=sahel"). `daemon` is absent where none runs;
/// `addresses` then may stand in for what it would know of the feeds' addresses. Throws
/// store::Broken.
[[nodiscard]] Reply answer(std::string_view target,
                           store::Reader& reader,
                           const std::optional<DaemonStatus>& daemon,
                           base::TimePoint now,
                           const Addresses* addresses = nullptr);

}  // namespace api
