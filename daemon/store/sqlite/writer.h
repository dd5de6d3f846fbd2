// The Writer over the one writing connection. Its bodies are by subject: writer.cc, feeds.cc,
// commit.cc, outbox.cc and backup.cc.
#pragma once

#include <memory>
#include <unordered_map>

#include "store/sqlite/queries.h"

namespace store {

/// Something done once in the life of a writer, and done only when its transaction is.
struct Once {
  bool done = false;
  bool in_hand = false;
};

class SqliteWriter final : public Answering<Writer> {
 public:
  using Answering::Answering;

  void transact(const std::function<void()>& work) override;
  std::vector<base::FeedId> register_feeds(std::span<const model::Feed> feeds,
                                           base::TimePoint now) override;
  void register_channels(std::span<const std::string> channels, base::TimePoint now) override;
  std::vector<model::FeedState> lease_due(base::TimePoint now,
                                          base::TimePoint until,
                                          std::size_t most) override;
  void release(base::FeedId feed, std::int64_t lease_epoch, base::TimePoint next_at) override;
  std::size_t make_due(std::string_view feed_id, base::TimePoint now) override;
  bool commit(const Batch& batch) override;
  void add_alert(const NewAlert& alert) override;
  std::vector<Claim> claim(std::string_view channel,
                           std::optional<std::string_view> recipient,
                           base::TimePoint now,
                           base::TimePoint until,
                           std::size_t most) override;
  bool settle(const Settlement& settlement) override;
  void tidy_deliveries(base::TimePoint now) override;
  bool retry(std::string_view idem_key, base::TimePoint now) override;
  bool discard(std::string_view idem_key, base::TimePoint now) override;
  bool add_recipient(std::string_view channel,
                     std::string_view recipient,
                     base::TimePoint now) override;
  std::size_t prune(std::optional<base::FeedId> feed,
                    base::TimePoint before,
                    std::size_t most) override;
  base::Status backup(const std::filesystem::path& file) override;

 private:
  struct Stored;  ///< of a batch: which items were new, and their rows

  /// A call outside transact is a bug; one after SQLite gave the transaction up is refused.
  void require_transaction();

  [[nodiscard]] bool remember_feed(const Batch& batch);
  [[nodiscard]] Stored store_items(const Batch& batch);
  [[nodiscard]] std::int64_t item_count(base::FeedId feed);  ///< ever stored of it
  base::ItemId insert_item(base::FeedId feed, const NewItem& fresh);
  void insert_keys(const Batch& batch, const Stored& stored);
  void add_aliases(const Batch& batch);
  void see_again(const Batch& batch);
  void insert_alert(const NewAlert& alert, std::optional<base::ItemId> item);
  base::StoryId story_of(const NewAlert& alert, std::optional<base::ItemId> item);
  void insert_delivery(const NewAlert& alert, base::AlertId row, const NewDelivery& delivery);

  bool working_ = false;
  Once feeds_registered_;
  Once channels_registered_;
};

[[nodiscard]] std::unique_ptr<Writer> make_writer(Database database);

}  // namespace store
