// What the store costs: new items a second through commit(), known ones through known(), beside a
// bare insert of the same text into one table in the same run. CPU time, because the disk is
// shared.
//
//   bench_store [feeds] [items a feed]

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "../tests/support/temp_dir.h"
#include "base/text.h"
#include "store/open.h"
#include "store/sqlite/database.h"

namespace {

constexpr std::size_t batches_per_transaction = 32;
constexpr base::TimePoint start{base::Seconds(1'800'000'000)};

constexpr store::Sql bare_begin("BEGIN IMMEDIATE");
constexpr store::Sql bare_commit("COMMIT");
constexpr store::Sql bare_insert(
    "INSERT INTO bare (hash, title, summary, content, link) VALUES (?1, ?2, ?3, ?4, ?5)");

struct Cost {
  double cpu_us = 0;
  double wall_us = 0;
};

double cpu_now() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

template <class Work>
Cost cost_of(const Work& work) {
  const double cpu = cpu_now();
  const auto wall = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - wall;
  return {.cpu_us = cpu_now() - cpu, .wall_us = took.count()};
}

store::NewItem item_of(const std::string& feed, std::size_t number) {
  store::NewItem made;
  const std::string guid = feed + "/" + std::to_string(number);
  made.id = base::uuid5(guid);
  made.item.guid = guid;
  made.item.link = "https://example.org/news/" + guid;
  made.item.title = "A headline of the usual length about " + guid;
  made.item.summary = std::string(150, 's');
  made.item.content = std::string(450, 'c');
  made.item.author = "A. Writer";
  made.item.categories = {"africa", "world"};
  made.item.published = start;
  made.item.published_raw = "Mon, 23 Nov 2026 04:05:06 GMT";
  made.item.first_seen = start;
  made.keys.best = base::key128(guid);
  made.keys.link = base::key128(made.item.link);
  made.keys.title_hash = base::key128(made.item.title);
  made.keys.content_hash = base::key128(made.item.content);
  return made;
}

std::vector<store::Batch> batches_of(const std::vector<model::FeedState>& leased,
                                     std::size_t items) {
  std::vector<store::Batch> batches;
  batches.reserve(leased.size());
  for (const model::FeedState& feed : leased) {
    store::Batch& batch = batches.emplace_back();
    batch.feed = feed;
    batch.feed.next_at = start + base::Seconds(3600);
    batch.now = start;
    for (std::size_t number = 0; number < items; ++number) {
      batch.items.push_back(item_of(feed.id, number));
    }
  }
  return batches;
}

std::vector<model::FeedState> lease_all(store::Writer& writer, std::size_t feeds) {
  std::vector<model::Feed> configured(feeds);
  for (std::size_t i = 0; i < feeds; ++i) {
    configured[i].id = "feed-" + std::to_string(i);
    configured[i].address = "https://example.org/" + configured[i].id;
  }
  std::vector<model::FeedState> leased;
  writer.transact([&] {
    writer.register_feeds(configured, start);
    leased = writer.lease_due(start, start + base::Seconds(600), feeds);
  });
  return leased;
}

using Batches = std::span<const store::Batch>;

/// Calls `work` with the batches of one transaction after the other.
template <class Work>
void by_transaction(Batches batches, const Work& work) {
  for (; !batches.empty();
       batches = batches.subspan(std::min(batches_per_transaction, batches.size()))) {
    work(batches.first(std::min(batches_per_transaction, batches.size())));
  }
}

void commit(store::Writer& writer, Batches batches) {
  for (const store::Batch& batch : batches) {
    (void)writer.commit(batch);  // what it says is not measured
  }
}

void commit_all(store::Writer& writer, Batches batches) {
  by_transaction(batches, [&](Batches some) { writer.transact([&] { commit(writer, some); }); });
}

void ask_all(store::Reader& reader, Batches batches) {
  for (const store::Batch& batch : batches) {
    std::vector<base::Key128> keys;
    keys.reserve(batch.items.size());
    for (const store::NewItem& item : batch.items) {
      keys.push_back(item.keys.best);
    }
    (void)reader.known(batch.feed.row, keys);
  }
}

void insert_bare(store::Database& database, const store::Batch& batch) {
  for (const store::NewItem& item : batch.items) {
    database.change(bare_insert,
                    item.keys.best,
                    item.item.title,
                    item.item.summary,
                    item.item.content,
                    item.item.link);
  }
}

void insert_all_bare(store::Database& database, Batches batches) {
  by_transaction(batches, [&](Batches some) {
    database.change(bare_begin);
    for (const store::Batch& batch : some) {
      insert_bare(database, batch);
    }
    database.change(bare_commit);
  });
}

void print(const char* what, Cost cost, std::size_t batches, std::size_t items) {
  std::printf("%-34s %8.1f us CPU a batch %7.2f us CPU an item %9.0f items/s\n",
              what,
              cost.cpu_us / static_cast<double>(batches),
              cost.cpu_us / static_cast<double>(batches * items),
              static_cast<double>(batches * items) / cost.wall_us * 1e6);
}

void measure(std::size_t feeds, std::size_t items) {
  const support::TempDir folder;
  const auto ownership = store::Ownership::take(folder / "n.db").value();
  const auto writer = store::open_writer(folder / "n.db", ownership).value();
  const auto batches = batches_of(lease_all(*writer, feeds), items);

  store::Database bare(folder / "bare.db", store::Database::Mode::create);
  bare.execute(
      "PRAGMA journal_mode = WAL; CREATE TABLE bare (row_id INTEGER PRIMARY KEY, hash BLOB NOT "
      "NULL,"
      " title TEXT, summary TEXT, content TEXT, link TEXT) STRICT; CREATE UNIQUE INDEX bare_hash "
      "ON bare (hash)");

  std::printf("%zu feeds with %zu items, %zu batches a transaction\n",
              feeds,
              items,
              batches_per_transaction);
  const Cost floor = cost_of([&] { insert_all_bare(bare, batches); });
  print("floor: one table, one unique hash", floor, feeds, items);
  const Cost fresh = cost_of([&] { commit_all(*writer, batches); });
  print("commit, every item new", fresh, feeds, items);
  const Cost again = cost_of([&] { commit_all(*writer, batches); });
  print("commit, every item known", again, feeds, items);
  const auto reader = store::open_reader(folder / "n.db").value();
  const Cost asked = cost_of([&] { ask_all(*reader, batches); });
  print("known, every item known", asked, feeds, items);
  std::printf("new items cost %.2f times the floor\n", fresh.cpu_us / floor.cpu_us);
}

}  // namespace

int main(int argc, char** argv) try {
  const auto number = [&](int at, std::int64_t otherwise) {
    const auto given = argc > at ? base::parse_number(argv[at]) : std::nullopt;
    return static_cast<std::size_t>(given.value_or(otherwise));
  };
  measure(number(1, 1000), number(2, 35));
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "bench_store: %s\n", error.what());
  return 1;
}
