// Small words every channel says its verdicts with. Private to the room.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/time.h"
#include "channel/channel.h"

namespace channel {

inline constexpr std::size_t longest_reason = 300;  ///< code points

[[nodiscard]] Verdict sent();
/// One printable line, shortened.
[[nodiscard]] Verdict later(std::string_view reason);
[[nodiscard]] Verdict never(std::string_view reason);

/// For what is most likely, but not surely, beyond repair: `later` in the first two attempts, then
/// `never`.
[[nodiscard]] Verdict later_then_never(std::string_view reason, int attempt);

/// For what the deadline left untried.
[[nodiscard]] Verdict out_of_time();

/// Time until the deadline, at most `longest`; zero once it has passed.
[[nodiscard]] std::chrono::milliseconds time_left(base::SteadyPoint deadline,
                                                  std::chrono::milliseconds longest);

/// The text without any of the secrets in it; each leaves "***".
[[nodiscard]] std::string without(std::string text, std::span<const base::Secret> secrets);

/// The first line that is not empty, printable and shortened, in quotes; empty if there is none.
[[nodiscard]] std::string first_words(std::string_view foreign);

/// Calls `send_one(message)` for each message until the deadline.
template <class SendOne>
[[nodiscard]] std::vector<Verdict> one_by_one(std::span<const model::Message> messages,
                                              base::SteadyPoint deadline,
                                              SendOne send_one) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(messages.size());
  for (const model::Message& message : messages) {
    const bool time = time_left(deadline, std::chrono::hours(1)).count() > 0;
    verdicts.push_back(time ? send_one(message) : out_of_time());
  }
  return verdicts;
}

}  // namespace channel
