#include "runtime/report.h"

#include <algorithm>
#include <array>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "support/clock.h"
#include "support/newsroom.h"

namespace {

/// A log into a pipe, and what was written to it.
class Told {
 public:
  Told() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
      throw std::runtime_error("no pipe");
    }
    read_ = base::Fd(ends[0]);
    write_ = base::Fd(ends[1]);
    log.emplace(write_.get(), base::Log::Style::journal, base::Level::info);
  }

  [[nodiscard]] std::string text() {
    log.reset();
    write_.close();
    std::string all;
    std::array<char, 4096> buffer{};
    for (ssize_t size = 0; (size = read(read_.get(), buffer.data(), buffer.size())) > 0;) {
      all.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return all;
  }

  std::optional<base::Log> log;

 private:
  base::Fd read_;
  base::Fd write_;
};

runtime::VisitDone failed(const std::string& feed,
                          model::Trouble::Kind before,
                          model::Trouble::Kind after) {
  runtime::VisitDone visit;
  visit.findings.feed = feed;
  visit.findings.before.kind = before;
  visit.findings.after = {.kind = after, .status = 0, .message = "it is so"};
  visit.findings.next_at = support::start_of_test + base::Seconds{3600};
  return visit;
}

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

using Kind = model::Trouble::Kind;

TEST(Report, FirstFailuresFoldIntoOneLine) {
  Told told;
  runtime::Report report(*told.log);
  for (int number = 0; number < 11; ++number) {
    report.visit(failed("feed" + std::to_string(number), Kind::none, Kind::dns));
  }
  report.visit(failed("sample", Kind::none, Kind::none));
  report.fold(support::start_of_test);
  report.fold(support::start_of_test);
  const std::string text = told.text();
  EXPECT_EQ(lines(text), 1U) << text;
  EXPECT_NE(text.find("11 of 12 feeds"), std::string::npos) << text;
  EXPECT_NE(text.find("host not found"), std::string::npos) << text;
  EXPECT_NE(text.find("7 more"), std::string::npos) << text;
}

TEST(Report, AFirstRoundWithoutFailureSaysNothing) {
  Told told;
  runtime::Report report(*told.log);
  report.visit(failed("fine", Kind::none, Kind::none));
  report.fold(support::start_of_test);
  EXPECT_EQ(told.text(), "");
}

TEST(Report, AFailureIsToldWhenItStartsWhenItChangesAndWhenItEnds) {
  Told told;
  runtime::Report report(*told.log);
  report.fold(support::start_of_test);
  report.visit(failed("f", Kind::none, Kind::dns));
  report.visit(failed("f", Kind::dns, Kind::dns));
  report.visit(failed("f", Kind::dns, Kind::tls));
  report.visit(failed("f", Kind::tls, Kind::none));
  report.visit(failed("f", Kind::none, Kind::none));
  EXPECT_EQ(lines(told.text()), 3U);
}

TEST(Report, AFullDiskIsToldOnceAndItsEndToo) {
  Told told;
  runtime::Report report(*told.log);
  runtime::VisitDone full = failed("f", Kind::none, Kind::none);
  full.storage_error = "database or disk is full";
  full.disk_full = true;
  report.visit(full);
  report.visit(full);
  report.visit(failed("f", Kind::none, Kind::none));
  const std::string text = told.text();
  EXPECT_EQ(lines(text), 2U) << text;
  EXPECT_NE(text.find("the disk is full"), std::string::npos) << text;
}

}  // namespace
