"""The catalog's tables, as named forward migrations."""

from __future__ import annotations

MIGRATIONS = [
    (
        "catalog-1",
        """
        CREATE TABLE documents (
            id TEXT PRIMARY KEY, collection TEXT NOT NULL, title TEXT NOT NULL,
            source TEXT NOT NULL, media_type TEXT NOT NULL, sha256 TEXT NOT NULL,
            page_count INTEGER NOT NULL, owner TEXT NOT NULL, added_at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'ready')));
        CREATE TABLE pages (
            document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            number INTEGER NOT NULL, start INTEGER NOT NULL, text TEXT NOT NULL,
            PRIMARY KEY (document_id, number));
        CREATE TABLE chunks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            ordinal INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
            page INTEGER NOT NULL, headings TEXT NOT NULL, spoken TEXT NOT NULL,
            vector BLOB NOT NULL, UNIQUE (document_id, ordinal));
        CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL);
        """,
    ),
    (
        "catalog-2",
        """
        ALTER TABLE documents ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE pages ADD COLUMN width REAL NOT NULL DEFAULT 0;
        ALTER TABLE pages ADD COLUMN height REAL NOT NULL DEFAULT 0;
        ALTER TABLE pages ADD COLUMN lines BLOB NOT NULL DEFAULT x'';
        CREATE TABLE unread (
            document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            page INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (document_id, page));
        CREATE TABLE places (
            document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            source TEXT NOT NULL, PRIMARY KEY (document_id, source));
        INSERT INTO places SELECT id, source FROM documents;
        """,
    ),
    (
        "catalog-3",  # words are searched in the build, no longer in the database
        """
        DROP TABLE IF EXISTS lexical_terms;
        DROP TABLE IF EXISTS lexical;
        """,
    ),
    (
        "catalog-4",
        """
        ALTER TABLE documents ADD COLUMN private INTEGER NOT NULL DEFAULT 0
            CHECK (private IN (0, 1));
        """,
    ),
    (
        # What is in the bin stays `pending` for every query, and has a removed_at: the CHECK on
        # `state` could only be widened by a copy of the table, whose drop would take the pages and
        # chunks with it. The counts are those that listing would else count each time.
        "catalog-5",
        """
        ALTER TABLE documents ADD COLUMN removed_at TEXT NOT NULL DEFAULT '';
        ALTER TABLE documents ADD COLUMN renamed TEXT NOT NULL DEFAULT '';
        ALTER TABLE documents ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE documents ADD COLUMN chunk_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE documents ADD COLUMN characters INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE documents ADD COLUMN unread_count INTEGER NOT NULL DEFAULT 0;
        UPDATE documents SET
            chunk_count = (SELECT count(*) FROM chunks c WHERE c.document_id = documents.id),
            characters = coalesce((SELECT start + length(text) FROM pages p
                WHERE p.document_id = documents.id ORDER BY number DESC LIMIT 1), 0),
            unread_count = (SELECT count(*) FROM unread u WHERE u.document_id = documents.id);
        CREATE INDEX documents_held ON documents (state, owner, collection);
        CREATE TABLE moved (old_id TEXT PRIMARY KEY, new_id TEXT NOT NULL);
        """,
    ),
    (
        "catalog-6",  # who else stands at a place: asked of each document that comes back
        """
        CREATE INDEX places_source ON places (source);
        """,
    ),
    (
        # The count of changes to ready documents tells whether a list of them still holds.
        "catalog-7",
        """
        INSERT INTO state VALUES ('documents', '0');
        CREATE TRIGGER documents_come AFTER INSERT ON documents WHEN new.state = 'ready'
            BEGIN UPDATE state SET value = value + 1 WHERE key = 'documents'; END;
        CREATE TRIGGER documents_change AFTER UPDATE ON documents
            WHEN old.state = 'ready' OR new.state = 'ready'
            BEGIN UPDATE state SET value = value + 1 WHERE key = 'documents'; END;
        CREATE TRIGGER documents_leave AFTER DELETE ON documents WHEN old.state = 'ready'
            BEGIN UPDATE state SET value = value + 1 WHERE key = 'documents'; END;
        """,
    ),
]
