#include "channel/sending.h"

#include <algorithm>

#include "base/text.h"

namespace channel {
namespace {

// How often something that looks hopeless is tried: a person may be mending it this minute.
constexpr int hopeless_after = 3;

// A secret this short would be found in any sentence; taking it out would say more than leaving it.
constexpr std::size_t shortest_secret = 4;

Verdict verdict(Verdict::Kind kind, std::string_view reason) {
  Verdict result;
  result.kind = kind;
  result.reason = base::shorten(base::printable(reason), longest_reason);
  return result;
}

}  // namespace

Verdict sent() {
  return {};
}

Verdict later(std::string_view reason) {
  return verdict(Verdict::Kind::later, reason);
}

Verdict never(std::string_view reason) {
  return verdict(Verdict::Kind::never, reason);
}

Verdict later_then_never(std::string_view reason, int attempt) {
  return attempt >= hopeless_after ? never(reason) : later(reason);
}

Verdict out_of_time() {
  Verdict verdict = later("not tried: the messages before it took all the time there was");
  verdict.tried = false;
  return verdict;
}

std::chrono::milliseconds time_left(base::SteadyPoint deadline, std::chrono::milliseconds longest) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - base::SystemClock().steady());
  return std::clamp(left, std::chrono::milliseconds(0), longest);
}

std::string without(std::string text, std::span<const base::Secret> secrets) {
  for (const base::Secret& secret : secrets) {
    const std::string& value = secret.reveal();
    if (value.size() < shortest_secret) continue;
    for (std::size_t at = text.find(value); at != std::string::npos; at = text.find(value, at)) {
      text.replace(at, value.size(), "***");
      at += 3;
    }
  }
  return text;
}

std::string first_words(std::string_view foreign) {
  constexpr std::size_t longest = 160;
  for (const std::string_view line : base::split(foreign, '\n')) {
    const std::string_view words = base::trim(line);
    if (!words.empty()) return '"' + base::shorten(base::printable(words), longest) + '"';
  }
  return {};
}

}  // namespace channel
