// A folder with one SQLite store in it, and the words tests use to look at it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "store/open.h"
#include "store/samples.h"
#include "support/temp_dir.h"

namespace support {

class OneStore final {
 public:
  OneStore() : ownership_(store::Ownership::take(file()).value()) {}

  [[nodiscard]] std::filesystem::path file() const { return folder_ / "newswatch.db"; }
  [[nodiscard]] std::filesystem::path beside(const std::string& ending) const {
    return file().string() + ending;
  }
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  [[nodiscard]] const store::Ownership& ownership() const { return ownership_; }

  [[nodiscard]] std::unique_ptr<store::Writer> writer() const {
    return store::open_writer(file(), ownership_).value();
  }
  [[nodiscard]] std::unique_ptr<store::Reader> reader() const {
    return store::open_reader(file()).value();
  }
  /// Why it cannot be opened for writing.
  [[nodiscard]] std::string refusal() const {
    const auto opened = store::open_writer(file(), ownership_);
    return opened ? "" : opened.error().message;
  }

 private:
  TempDir folder_;
  store::Ownership ownership_;
};

/// Registers the one feed "a" and leases it, for a moment only: another visit may always begin.
[[nodiscard]] inline model::FeedState lease_one(store::Writer& writer) {
  model::FeedState leased;
  writer.transact([&] {
    writer.register_feeds(std::vector{samples::feed("a")}, samples::start);
    (void)writer.make_due("a", samples::start);
    leased = writer.lease_due(samples::start, samples::start, 1).at(0);
  });
  return leased;
}

/// Commits one visit of the feed "a" that found these.
inline void ingest(store::Writer& writer, const std::vector<std::string>& guids) {
  const store::Batch batch = samples::batch(lease_one(writer), guids);
  writer.transact([&] { (void)writer.commit(batch); });
}

}  // namespace support
