// Request headers a user adds, to feeds and webhooks, and which are refused.
#pragma once

#include <vector>

#include "model/feed.h"
#include "settings/section.h"

namespace settings {

/// Name to value; a value is text or a secret, and must be a secret where the name says it is one.
[[nodiscard]] std::vector<model::Header> read_headers(const Section& headers);

}  // namespace settings
