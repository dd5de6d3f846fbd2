// The feeds' addresses fit to be shown: the store does not keep them, the configuration has them.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_map>

#include "model/feed.h"

namespace api {

/// By feed id; without user info, and with the values of a query as "***".
using Addresses = std::unordered_map<std::string, std::string>;

[[nodiscard]] std::shared_ptr<const Addresses> display_addresses(
    std::span<const model::Feed> feeds);

}  // namespace api
