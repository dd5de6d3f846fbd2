// A whole daemon but for its threads: plan, store, loop, ingester and one lane, stepped in turn by
// a test on a clock that stands still until it is moved.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/snapshot.h"
#include "channel/registry.h"
#include "runtime/ingester.h"
#include "runtime/lane.h"
#include "runtime/loop.h"
#include "runtime/report.h"
#include "store/open.h"
#include "support/clock.h"
#include "support/plain_channel.h"
#include "support/small_web.h"
#include "support/temp_dir.h"

namespace support {

inline constexpr base::TimePoint start_of_test{base::Seconds{1'790'000'000}};

/// An RSS document of titles, newest first; the guid is the title.
[[nodiscard]] inline std::string rss_of(const std::vector<std::string>& titles) {
  std::string body =
      "<rss version=\"2.0\"><channel><title>Small</title><link>https://small.example/</link>";
  for (const std::string& title : titles) {
    body += "<item><guid isPermaLink=\"false\">" + title + "</guid><title>" + title +
            "</title><link>https://small.example/" +
            std::to_string(std::hash<std::string>{}(title)) + "</link></item>";
  }
  return body + "</channel></rss>";
}

[[nodiscard]] inline model::Feed web_feed(const std::string& id) {
  model::Feed feed;
  feed.id = id;
  feed.address = "https://small.example/" + id;
  return feed;
}

[[nodiscard]] inline model::Watch watch_for(const std::string& name, const std::string& keyword) {
  model::Watch watch;
  watch.name = name;
  watch.keywords = {{keyword, "test:1:1"}};
  watch.channels = {"inbox"};
  return watch;
}

[[nodiscard]] inline std::shared_ptr<const runtime::Plan> plan_of(
    std::vector<model::Feed> feeds, std::vector<model::Watch> watches) {
  auto matcher = match::Matcher::compile(watches);
  EXPECT_TRUE(matcher.has_value());
  auto plan = std::make_shared<runtime::Plan>(std::move(*matcher));
  plan->file = "test.yaml";
  plan->keep = base::Seconds{90LL * 24 * 3600};
  plan->feeds = std::move(feeds);
  plan->watches = std::move(watches);
  plan->read_at = start_of_test;
  for (std::size_t index = 0; index < plan->feeds.size(); ++index) {
    plan->feed_by_id.emplace(plan->feeds[index].id, index);
  }
  plan->routes.emplace("inbox",
                       runtime::Route{.type = channel::find_type("webhook"), .recipients = {""}});
  return plan;
}

class Newsroom final {
 public:
  Newsroom(std::shared_ptr<const runtime::Plan> plan, SmallWeb& web)
      : web_(web), plan_(std::move(plan)) {
    open();
  }

  template <class Work>
  auto store(Work work) {
    return door_->ask(std::move(work)).get();
  }

  /// As after a crash: everything in memory is gone, what was committed is there.
  void restart() {
    close();
    open();
  }

  /// Everything that can be done now is done.
  void settle() {
    for (int turn = 0; turn < 10'000; ++turn) {
      loop_->step();
      bool busy = false;
      while (auto response = web_.take()) {
        ingester_->step(std::move(*response));
        busy = true;
      }
      while (auto wish = wishes_.take_now()) {
        if (const auto* visit = std::get_if<runtime::VisitDone>(&*wish)) {
          loop_->done(*visit);
          report_->visit(*visit);
          findings.push_back(visit->findings);
        }
      }
      busy = lane_->step() == base::Seconds{0} || busy;
      if (!busy && loop_->rest(std::chrono::milliseconds{1}) > std::chrono::milliseconds{0}) {
        return;
      }
    }
    ADD_FAILURE() << "the newsroom does not come to rest";
  }

  /// Lets time pass in steps, doing each time what is due.
  void live(base::Seconds time, base::Seconds step) {
    for (base::Seconds passed{0}; passed < time; passed += step) {
      clock.advance(step);
      store([this](store::Writer& writer) { writer.tidy_deliveries(clock.now()); });
      settle();
    }
  }

  [[nodiscard]] store::Reader& reader() { return *writer_; }
  [[nodiscard]] runtime::Loop& loop() { return *loop_; }

  FakeClock clock{start_of_test};
  std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();
  std::vector<runtime::Findings> findings;
  runtime::Patience patience = runtime::Patience::puts_back;

 private:
  void open() {
    const std::filesystem::path database = folder_ / "newswatch.db";
    auto owned = store::Ownership::take(database);
    ASSERT_TRUE(owned.has_value());
    ownership_.emplace(std::move(*owned));
    auto writer = store::open_writer(database, *ownership_);
    ASSERT_TRUE(writer.has_value()) << writer.error().message;
    writer_ = std::move(*writer);
    door_.emplace(*writer_, runtime::StoreDoor::Mode::at_once);
    (void)store([this](store::Writer& to) { return to.register_feeds(plan_->feeds, clock.now()); });
    auto reader = store::open_reader(database);
    ASSERT_TRUE(reader.has_value()) << reader.error().message;
    plans_.emplace(plan_);
    loop_.emplace(
        runtime::LoopParts{
            .door = *door_, .fetcher = web_, .clock = clock, .log = log_, .patience = patience},
        plan_);
    ingester_.emplace(runtime::IngesterParts{.responses = responses_,
                                             .plan = *plans_,
                                             .door = *door_,
                                             .wishes = wishes_,
                                             .clock = clock,
                                             .log = log_,
                                             .seed = 1},
                      std::move(*reader));
    report_.emplace(log_);
    lane_.emplace(runtime::LaneParts{.name = "inbox",
                                     .type = channel::find_type("webhook"),
                                     .door = *door_,
                                     .clock = clock,
                                     .log = log_,
                                     .seed = 1},
                  std::make_unique<PlainChannel>(inbox));
  }

  void close() {
    lane_.reset();
    ingester_.reset();
    loop_.reset();
    while (wishes_.take_now()) {
    }
    while (web_.take()) {  // answers on their way to a process that is gone
    }
    door_.reset();
    writer_.reset();
    ownership_.reset();
  }

  TempDir folder_;
  SmallWeb& web_;
  std::shared_ptr<const runtime::Plan> plan_;
  base::Log log_{STDERR_FILENO, base::Log::Style::terminal, base::Level::error};
  std::optional<store::Ownership> ownership_;
  std::unique_ptr<store::Writer> writer_;
  std::optional<runtime::StoreDoor> door_;
  std::optional<base::Snapshot<runtime::Plan>> plans_;
  base::Mailbox<net::Response> responses_{1};
  runtime::Wishes wishes_{1};
  std::optional<runtime::Loop> loop_;
  std::optional<runtime::Ingester> ingester_;
  std::optional<runtime::Report> report_;
  std::optional<runtime::Lane> lane_;
};

}  // namespace support
