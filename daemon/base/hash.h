// Digests and the encodings they travel in. Identity that a hostile feed could attack is SHA-256;
// hash64 is only for tables in memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace base {

using Digest = std::array<std::byte, 32>;
using Key128 = std::array<std::byte, 16>;  ///< the first half of a SHA-256

[[nodiscard]] Digest sha256(std::string_view bytes);
[[nodiscard]] Key128 key128(std::string_view bytes);
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view bytes);

[[nodiscard]] std::uint64_t hash64(std::string_view bytes);  ///< XXH3, not collision-safe

[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] Result<std::string> parse_base64(std::string_view text);

/// RFC 9562, section 5.5, in the name space of newswatch (a constant of hash.cc): the same name,
/// the same UUID, in every process and version.
[[nodiscard]] std::string uuid5(std::string_view name);
[[nodiscard]] std::string uuid4();  ///< random

/// The bytes of a digest or key as a view, for encoding and storing.
template <std::size_t Size>
[[nodiscard]] std::string_view bytes_of(const std::array<std::byte, Size>& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};  // bytes are chars here
}

}  // namespace base
