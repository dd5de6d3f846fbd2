// Where a secret comes from: {file: …}, {credential: …} or {env: …}. Private to the room.
#pragma once

#include <optional>
#include <string_view>

#include "base/secret.h"
#include "settings/section.h"

namespace settings {

inline constexpr std::size_t max_secret = 64U << 10U;  ///< bytes of a secret's file

/// `key` is whose secret it is, for what is said. A reference that cannot be followed is a problem;
/// no problem repeats any of the secret.
[[nodiscard]] std::optional<base::Secret> read_secret(const Section& reference,
                                                      std::string_view key);

}  // namespace settings
