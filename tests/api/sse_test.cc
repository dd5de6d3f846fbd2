#include "api/sse.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

using Outcome = api::EventReader::Outcome;

std::vector<std::string> events_of(std::string_view bytes, std::size_t piece) {
  api::EventReader reader(1000);
  std::vector<std::string> events;
  while (!bytes.empty()) {
    EXPECT_EQ(reader.feed(bytes.substr(0, piece),
                          [&](std::string_view event) {
                            events.emplace_back(event);
                            return true;
                          }),
              Outcome::more);
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  return events;
}

TEST(EventReader, ReadsTheSameWhateverThePieces) {
  const std::string stream =
      ": hello\n\ndata: {\"a\":1}\n\r\ndata: b\r\n\r\nid: 7\nevent: x\ndata:c\ndata: d\n\n: "
      "keep-alive\n\ndata: half";
  const std::vector<std::string> expected = {"{\"a\":1}", "b", "c\nd"};
  for (std::size_t piece = 1; piece < stream.size(); ++piece) {
    EXPECT_EQ(events_of(stream, piece), expected) << piece;
  }
}

TEST(EventReader, StopsWhenItIsTold) {
  api::EventReader reader(1000);
  int seen = 0;
  EXPECT_EQ(reader.feed("data: a\n\ndata: b\n\n",
                        [&](std::string_view) {
                          ++seen;
                          return false;
                        }),
            Outcome::stopped);
  EXPECT_EQ(seen, 1);
}

TEST(EventReader, EndsAnEventThatHasNoEnd) {
  api::EventReader reader(1000);
  const std::string line = "data: " + std::string(100, 'x') + "\n";
  auto outcome = Outcome::more;
  int pieces = 0;
  while (outcome == Outcome::more && pieces < 100) {
    outcome = reader.feed(line, [](std::string_view) { return true; });
    ++pieces;
  }
  EXPECT_EQ(outcome, Outcome::too_long);
  EXPECT_EQ(pieces, 10);
}

}  // namespace
